/**
 * Rows with named columns, one at a time, from files of any of the formats that are read: texts, JSON Lines, JSON, CSV, TSV
 * and Parquet, compressed or not, alone, several, or in the folder of a data set.
 */
package dev.gemmatune.datasets.rows;
