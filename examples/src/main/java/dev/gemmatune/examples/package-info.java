/** Small programs over the library. {@code examples/README.md} has their command lines. */
package dev.gemmatune.examples;
