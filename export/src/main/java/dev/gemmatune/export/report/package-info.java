/** What an export says of itself: how far it is, where it comes from, how well it agrees with the trainer. */
package dev.gemmatune.export.report;
