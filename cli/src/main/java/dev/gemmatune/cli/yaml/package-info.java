/**
 * YAML to records and back. A file is read into {@link dev.gemmatune.cli.yaml.YamlNode}s that know their lines, single
 * values are overridden there, and {@link dev.gemmatune.cli.yaml.YamlBinder} makes records of them: a component is a
 * key, its default is its {@link dev.gemmatune.cli.yaml.Default}, its range is checked by the record. What is wrong is
 * collected in {@link dev.gemmatune.cli.yaml.Problems}, so that a user sees all of it at once.
 */
package dev.gemmatune.cli.yaml;
