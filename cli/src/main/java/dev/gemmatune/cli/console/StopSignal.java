package dev.gemmatune.cli.console;

import dev.gemmatune.model.files.Unfinished;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Ctrl-C, kill and the end of a terminal do: the process says what is left and how to go on, removes what is
 * unfinished, and ends at once with the exit code 130, whatever native code is computing. Work that can end in order, such
 * as a training after its step, is given time for it first. A second signal ends the process without a word.
 *
 * <p>The virtual machine is halted and not shut down: its shutdown would free ONNX Runtime's environment under a model that
 * still computes. Signals are reached by reflection: the JDK has no other way to them, and warns of this one.
 */
public final class StopSignal {

    /** The exit code of a process that was told to stop. */
    public static final int EXIT_CODE = 130;

    private static final Duration RENAMES = Duration.ofSeconds(2);
    /** Between the end of work in order and that of the process. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private static final StopSignal OF_PROCESS = new StopSignal();

    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicReference<Orderly> orderly = new AtomicReference<>();
    private volatile Console console;
    private volatile String command = "gemmatune";
    private volatile Supplier<String> left = () -> "nothing was written";
    private volatile boolean ending;

    /** Work that is asked to end in order. */
    public final class Orderly implements AutoCloseable {

        private final Runnable stop;
        private final String promise;
        private final Duration patience;
        private final CountDownLatch over = new CountDownLatch(1);

        private Orderly(Runnable stop, String promise, Duration patience) {
            this.stop = stop;
            this.promise = promise;
            this.patience = patience;
        }

        @Override
        public void close() {
            orderly.compareAndSet(this, null);
            over.countDown();
        }

        private void end() {
            console.message((console.terminal().present() ? "\n" : "") + promise + "; once more to stop at once …");
            stop.run();
            await(over, patience);
        }
    }

    private StopSignal() {}

    /** That of this process. */
    public static StopSignal ofProcess() {
        return OF_PROCESS;
    }

    /**
     * Begins to listen. A signal that the process was started to ignore, as by nohup, stays ignored.
     *
     * @param arguments of the command, which is shown as the one that begins again
     */
    public void listen(Console shownOn, String... arguments) {
        console = shownOn;
        command = Stream.concat(Stream.of("gemmatune"), Stream.of(arguments))
                .map(StopSignal::quoted)
                .collect(Collectors.joining(" "));
        leavesToSameCommand(() -> "nothing was written");
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            try {
                handle(name);
            } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
                // Then the process ends as it would have.
            }
        }
    }

    /** Says what will be left, and how to go on, if the process is told to stop from now on. */
    public void leaves(Supplier<String> words) {
        left = words;
    }

    /** The same where the command as it was given goes on, or begins again. */
    public void leavesToSameCommand(Supplier<String> words) {
        left = () -> words.get() + ". The same command again: " + command;
    }

    /**
     * Lets work end in order until the returned object is closed.
     *
     * @param stop asks it to, and returns at once
     * @param promise what is said then
     * @param patience how long it may take; after that the process ends as it is
     */
    public Orderly orderly(Runnable stop, String promise, Duration patience) {
        Orderly work = new Orderly(stop, promise, patience);
        orderly.set(work);
        return work;
    }

    /** Whether the process was told to stop. */
    public boolean isStopping() {
        return signals.get() > 0;
    }

    /** Returns at once, or never if the process is about to be halted: whoever fails meanwhile shall not say so. */
    public void awaitEnd() {
        while (ending) {
            await(new CountDownLatch(1), LAST_WORDS);
        }
    }

    /** Ends the process if it was told to stop: for work that took on longer steps than it can promise to end. */
    public void endIfStopping() {
        if (isStopping()) {
            end();
        }
    }

    private void hear() {
        if (signals.getAndIncrement() > 0) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
        Orderly work = orderly.get();
        if (work != null) {
            work.end();
            if (work.over.getCount() == 0) {
                await(new CountDownLatch(1), LAST_WORDS); // it ends the process itself
            }
        }
        end();
    }

    private synchronized void end() {
        ending = true;
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Unfinished.abandon(RENAMES);
        console.interrupted(left.get());
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    private static void await(CountDownLatch latch, Duration patience) {
        try {
            if (!latch.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An argument as a shell takes it. */
    static String quoted(String argument) {
        return argument.matches("[\\w@%+=:,./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    private void handle(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler calls = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                hear();
                yield null;
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> "gemmatune's signal handler";
        };
        signal.getMethod("handle", signal, handler)
                .invoke(
                        null,
                        signal.getConstructor(String.class).newInstance(name),
                        Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, calls));
    }
}
