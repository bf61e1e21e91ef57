package dev.gemmatune.model.hub;

/** Adds up what several threads transfer, for one listener. */
final class TransferProgress {

    private final HubListener listener;
    private long bytes;
    private int files;

    TransferProgress(HubListener listener) {
        this.listener = listener;
    }

    /** So many bytes more; negative when a file begins anew. */
    synchronized void bytes(long more) {
        bytes += more;
        listener.progresses(files, bytes);
    }

    /** So many files more. */
    synchronized void filesDone(int more) {
        files += more;
        listener.progresses(files, bytes);
    }

    /** The listener, called by one thread at a time. */
    HubListener notes() {
        return new HubListener() {
            @Override
            public void notes(String message) {
                synchronized (TransferProgress.this) {
                    listener.notes(message);
                }
            }
        };
    }
}
