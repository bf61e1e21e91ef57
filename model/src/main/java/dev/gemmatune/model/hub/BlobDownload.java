package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings one file into the cache: from where an earlier attempt stopped, through cuts and pauses, checked at the end. */
final class BlobDownload {

    /** Our own, because Python's tools write to {@code HASH.incomplete} and may run at the same time. */
    private static final String ENDING = ".gemmatune.incomplete";

    private static final int BUFFER = 1 << 17;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_SATISFIABLE = 416;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-.*");

    private final HubHttp http;
    private final HubReference at;
    private final TransferProgress progress;
    private final Duration stall;

    /**
     * Downloads of a commit.
     *
     * @param at repository and commit
     * @param stall how long nothing may arrive
     */
    BlobDownload(HubHttp http, HubReference at, TransferProgress progress, Duration stall) {
        this.http = http;
        this.at = at;
        this.progress = progress;
        this.stall = stall;
    }

    /**
     * Downloads a file; the caller holds the repository's lock. Where there can be no locks, another process may be
     * faster: what is there in the end counts.
     *
     * @throws UserError if it cannot be had, or if its content is not what the hub's list says; then nothing is left
     */
    void to(Path blob, RemoteFile file) {
        try {
            download(blob, file);
        } catch (UserError e) {
            if (!HubCache.holds(blob, file.size())) {
                throw e;
            }
        }
    }

    private void download(Path blob, RemoteFile file) {
        Path path = blob.resolveSibling(file.hash().hex() + ENDING);
        try (PartFile part = PartFile.open(path, file)) {
            long found = part.position();
            progress.bytes(found);
            fill(part, file);
            boolean sound = part.isSound();
            if (!sound && found > 0) {
                progress.notes().notes("what was there of " + file.path() + " does not fit; downloading it anew");
                restart(part);
                fill(part, file);
                sound = part.isSound();
            }
            if (!sound) {
                part.discard();
                throw new UserError("what was downloaded as " + file.path() + " of the " + at.repository()
                        + " has not the hash " + file.hash().hex()
                        + " that the hub names, and was removed; try again, and look for a proxy that changes files");
            }
        }
        try {
            Files.move(path, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(blob, e);
        }
    }

    private void fill(PartFile part, RemoteFile file) {
        Retries retries = http.retries(progress.notes());
        while (part.position() < file.size()) {
            long before = part.position();
            try {
                request(part, file, retries);
            } catch (IOException e) {
                if (part.position() > before) {
                    retries.reset();
                }
                retries.after(e, file.path() + " of the " + at.repository());
            }
        }
    }

    private void request(PartFile part, RemoteFile file, Retries retries) throws IOException {
        HubHttp.Call call = HubHttp.Call.get(HubListing.resolve(http, at, file.path()));
        boolean rest = part.position() > 0;
        HttpResponse<InputStream> answer =
                http.send(rest ? call.with("Range", "bytes=" + part.position() + "-") : call);
        try (InputStream body = answer.body();
                StallGuard guard = new StallGuard(body, stall)) {
            switch (answer.statusCode()) {
                case OK -> {
                    // Some servers know no ranges and send everything.
                    restart(part);
                    copy(body, part, file, guard);
                }
                case PARTIAL -> {
                    if (start(answer) != part.position()) {
                        restart(part);
                        throw new IOException("another part of the file was sent than was asked for");
                    }
                    copy(body, part, file, guard);
                }
                case NOT_SATISFIABLE -> {
                    restart(part);
                    throw new IOException("the rest of the file was refused");
                }
                default ->
                    retries.after(
                            answer,
                            () -> http.errors()
                                    .of(answer, new HubReference(at.repository(), at.revision(), file.path())));
            }
        }
    }

    private void copy(InputStream body, PartFile part, RemoteFile file, StallGuard guard) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int length = body.read(buffer); length >= 0; length = body.read(buffer)) {
            guard.touch();
            if (part.position() + length > file.size()) {
                part.discard();
                throw new UserError("the hub sends more of " + file.path() + " of the " + at.repository() + " than the "
                        + file.size() + " bytes that it names; nothing was kept. Try again");
            }
            part.append(buffer, length);
            progress.bytes(length);
        }
        if (part.position() < file.size()) {
            throw new IOException("it ended after " + part.position() + " of " + file.size() + " bytes");
        }
    }

    private void restart(PartFile part) {
        progress.bytes(-part.position());
        part.restart();
    }

    private static long start(HttpResponse<?> answer) {
        Matcher matcher = CONTENT_RANGE.matcher(
                answer.headers().firstValue("Content-Range").orElse(""));
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }
}
