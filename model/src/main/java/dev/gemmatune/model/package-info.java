/** Placeholder. */
package dev.gemmatune.model;
