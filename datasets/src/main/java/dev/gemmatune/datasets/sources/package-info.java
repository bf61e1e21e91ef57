/** Opens what a user names as rows: files, patterns, BEIR folders, folders of data sets. */
package dev.gemmatune.datasets.sources;
