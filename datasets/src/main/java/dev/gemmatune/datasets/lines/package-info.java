/** Files of lines: UTF-8 decoding, JSON objects, plain texts, and the list of everything that is wrong in them. */
package dev.gemmatune.datasets.lines;
