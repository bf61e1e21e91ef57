package dev.gemmatune.cli.config;

import java.math.BigDecimal;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something happens: {@code 50 steps}, {@code 0.5 epochs}, {@code 10 minutes}, {@code never}.
 *
 * @param amount how many of the unit; more than 0, 0 only for never
 * @param unit of the amount
 */
public record Every(double amount, Unit unit) {

    /** What is counted. */
    public enum Unit {
        /** Steps of the optimizer. */
        STEPS,
        /** Passes over the training rows. */
        EPOCHS,
        /** Minutes by the clock. */
        MINUTES,
        /** It does not happen. */
        NEVER
    }

    private static final Pattern TEXT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) *(steps?|epochs?|minutes?)");

    /** Checks the amount. */
    public Every {
        boolean sound = unit == Unit.NEVER ? amount == 0 : amount > 0 && (unit != Unit.STEPS || amount % 1 == 0);
        Rules.check(sound, "amount", "a whole number of steps or a number of epochs or minutes, more than 0", amount);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Every parse(String text) {
        if (text.equals("never")) {
            return new Every(0, Unit.NEVER);
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an amount and a unit: " + text);
        }
        Unit unit = switch (matcher.group(2).charAt(0)) {
            case 's' -> Unit.STEPS;
            case 'e' -> Unit.EPOCHS;
            default -> Unit.MINUTES;
        };
        return new Every(Double.parseDouble(matcher.group(1)), unit);
    }

    /** The steps from one time to the next, at least 1; empty for never and for minutes. */
    public OptionalInt steps(int stepsPerEpoch) {
        return switch (unit) {
            case NEVER, MINUTES -> OptionalInt.empty();
            case STEPS -> OptionalInt.of((int) amount);
            case EPOCHS -> OptionalInt.of((int) Math.max(1, Math.round(amount * stepsPerEpoch)));
        };
    }

    /** The text form. */
    @Override
    public String toString() {
        String number =
                new BigDecimal(Double.toString(amount)).stripTrailingZeros().toPlainString();
        return switch (unit) {
            case NEVER -> "never";
            case STEPS -> number + (amount == 1 ? " step" : " steps");
            case EPOCHS -> number + (amount == 1 ? " epoch" : " epochs");
            case MINUTES -> number + (amount == 1 ? " minute" : " minutes");
        };
    }
}
