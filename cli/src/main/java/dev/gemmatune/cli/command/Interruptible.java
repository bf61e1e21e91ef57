package dev.gemmatune.cli.command;

/** A command that has more to say than "nothing was written" when it is told to stop. */
interface Interruptible {

    /** What is left and what is not, in a clause that follows {@code interrupted;} and gives no command. */
    String left();
}
