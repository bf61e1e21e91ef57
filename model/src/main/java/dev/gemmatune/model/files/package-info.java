/** Files and folders that appear under their name only when they are complete, and JSON that says where it is broken. */
package dev.gemmatune.model.files;
