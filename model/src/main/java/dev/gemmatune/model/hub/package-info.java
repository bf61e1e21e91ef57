/**
 * The Hugging Face hub: models and data sets come into the cache that Python's tools use too, each file checked by its
 * hash, and tuned checkpoints go up. {@link dev.gemmatune.model.hub.HubClient} downloads,
 * {@link dev.gemmatune.model.hub.HubUpload} uploads, {@link dev.gemmatune.model.hub.HubCache} is the folder, and all of
 * them are told where and as whom by {@link dev.gemmatune.model.hub.HubSettings}.
 */
package dev.gemmatune.model.hub;
