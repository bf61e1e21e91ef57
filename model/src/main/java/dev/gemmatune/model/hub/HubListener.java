package dev.gemmatune.model.hub;

/** Is told how a transfer goes. Calls come one after another, from the threads that transfer. */
public interface HubListener {

    /** Tells nobody. */
    HubListener NONE = new HubListener() {};

    /**
     * A transfer begins.
     *
     * @param what for messages: {@code model google/embeddinggemma-300m}
     * @param files to be transferred; what is there already does not count
     * @param bytes of all of them
     */
    default void begins(String what, int files, long bytes) {}

    /** So much is transferred, of all files together; less than before when a file must begin anew. */
    default void progresses(int filesDone, long bytesDone) {}

    /** Something that a user who waits wants to know: a pause, a retry. */
    default void notes(String message) {}
}
