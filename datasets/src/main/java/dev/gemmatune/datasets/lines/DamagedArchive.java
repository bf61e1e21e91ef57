package dev.gemmatune.datasets.lines;

import java.io.IOException;

/** Compressed data that is damaged or cut off behind a byte. */
final class DamagedArchive extends IOException {

    private static final long serialVersionUID = 1L;

    private final long position;

    /**
     * Damage.
     *
     * @param position how many bytes of the compressed file are in order, as far as one can tell
     * @param reason what is wrong behind them
     */
    DamagedArchive(long position, String reason) {
        super(reason);
        this.position = position;
    }

    /** The sentence for the user. */
    String told(String name) {
        return name + " is damaged after byte " + position + ": " + getMessage() + "; copy or download it again";
    }
}
