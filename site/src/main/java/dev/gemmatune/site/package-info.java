/** README and docs as pages of HTML that need no network and no script. */
package dev.gemmatune.site;
