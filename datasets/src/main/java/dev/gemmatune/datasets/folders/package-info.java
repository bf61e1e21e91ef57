/** Which files of a folder hold what: splits and configurations as the Hugging Face hub has them, names, patterns. */
package dev.gemmatune.datasets.folders;
