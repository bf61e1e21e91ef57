package dev.gemmatune.cli.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets work that runs in ONNX Runtime end in order on Ctrl-C or kill. When the virtual machine shuts down, ONNX Runtime's
 * own shutdown hook frees its environment at once, under a model that still computes, and the process crashes. So the
 * shutdown does not begin before the work has heard of the signal; a second signal ends the process at once.
 *
 * <p>Signals are reached by reflection: the JDK has no other way to them, and warns of this one.
 */
public final class StopSignal implements AutoCloseable {

    private static final int INTERRUPTED = 130;

    private final Console console;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Map<String, Object> before = new LinkedHashMap<>();

    /** Begins to listen. */
    public StopSignal(Console console) {
        this.console = console;
        for (String name : new String[] {"INT", "TERM"}) {
            try {
                before.put(name, handle(name, handler()));
            } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
                // Then the process ends as it would have.
            }
        }
    }

    /**
     * Called between steps of the work.
     *
     * @throws Interrupted if the process was told to stop
     */
    public void check() {
        if (stopped.get()) {
            throw new Interrupted("interrupted; nothing is left of the unfinished export");
        }
    }

    @Override
    public void close() {
        before.forEach((name, handler) -> {
            try {
                handle(name, handler);
            } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
                // It could be set, so it can be set back.
            }
        });
    }

    /** What a signal does. */
    void stop() {
        if (stopped.getAndSet(true)) {
            Runtime.getRuntime().halt(INTERRUPTED);
        }
        console.message("\nstopping; once more to stop at once …");
    }

    private Object handler() throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.SignalHandler");
        InvocationHandler calls = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                stop();
                yield null;
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> "gemmatune's signal handler";
        };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls);
    }

    private static Object handle(String name, Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        return signal.getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
                .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
    }
}
