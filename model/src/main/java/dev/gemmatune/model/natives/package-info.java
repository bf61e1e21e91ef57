/** Native parts of libraries, and the folders that they are unpacked to. */
package dev.gemmatune.model.natives;
