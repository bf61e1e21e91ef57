/** What is trained, and that gradients are right. */
package dev.gemmatune.model.encoder;
