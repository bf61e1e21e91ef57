/** What the commands take from the Hugging Face hub, and how its transfers are shown. */
package dev.gemmatune.cli.hub;
