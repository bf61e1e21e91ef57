/**
 * The configuration of a run: the records that a YAML file becomes, where its files are looked for, and the checks that
 * find every problem before a weight is loaded.
 *
 * <p>Each default is written once, at the component that it belongs to.
 */
package dev.gemmatune.cli.config;
