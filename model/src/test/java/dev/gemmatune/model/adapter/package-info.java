/** Adapters as files and as merged weights. */
package dev.gemmatune.model.adapter;
