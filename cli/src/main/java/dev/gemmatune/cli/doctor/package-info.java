/** What matters on this machine: processor, memory, libtorch, CUDA, folders. */
package dev.gemmatune.cli.doctor;
