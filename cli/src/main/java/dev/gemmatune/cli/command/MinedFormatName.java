package dev.gemmatune.cli.command;

import dev.gemmatune.datasets.mining.MinedFormat;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Formats by name, with a hyphen as sentence-transformers writes them or an underscore as everything is written here. */
final class MinedFormatName implements ITypeConverter<MinedFormat> {

    @Override
    public MinedFormat convert(String name) {
        try {
            return MinedFormat.valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("expected triplet, n_tuple or labeled_pair but was '" + name + "'");
        }
    }
}
