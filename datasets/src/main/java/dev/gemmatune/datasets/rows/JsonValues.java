package dev.gemmatune.datasets.rows;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.gemmatune.model.safetensors.ElementType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Makes JSON values of a Parquet column: numbers, booleans, strings. Dates and times become strings of ISO 8601, bytes that
 * are no UTF-8 text Base64.
 */
final class JsonValues extends PrimitiveConverter {

    private final LogicalTypeAnnotation annotation;
    private final boolean binary;
    private final Consumer<JsonElement> sink;
    private JsonElement[] dictionary = {};

    JsonValues(PrimitiveType type, Consumer<JsonElement> sink) {
        this.annotation = type.getLogicalTypeAnnotation();
        PrimitiveTypeName name = type.getPrimitiveTypeName();
        this.binary = name == PrimitiveTypeName.BINARY || name == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
        this.sink = sink;
    }

    /** A text that occurs in many rows is decoded once. */
    @Override
    public boolean hasDictionarySupport() {
        return binary;
    }

    @Override
    public void setDictionary(Dictionary pages) {
        dictionary = new JsonElement[pages.getMaxId() + 1];
        for (int id = 0; id < dictionary.length; id++) {
            dictionary[id] = value(pages.decodeToBinary(id));
        }
    }

    @Override
    public void addValueFromDictionary(int id) {
        sink.accept(dictionary[id]);
    }

    @Override
    public void addBinary(Binary value) {
        sink.accept(value(value));
    }

    @Override
    public void addBoolean(boolean value) {
        sink.accept(new JsonPrimitive(value));
    }

    @Override
    public void addDouble(double value) {
        sink.accept(new JsonPrimitive(value));
    }

    @Override
    public void addFloat(float value) {
        sink.accept(new JsonPrimitive(value));
    }

    @Override
    public void addInt(int value) {
        if (annotation instanceof DateLogicalTypeAnnotation) {
            sink.accept(new JsonPrimitive(LocalDate.ofEpochDay(value).toString()));
        } else {
            boolean unsigned = annotation instanceof IntLogicalTypeAnnotation integer && !integer.isSigned();
            addLong(unsigned ? Integer.toUnsignedLong(value) : value);
        }
    }

    @Override
    public void addLong(long value) {
        sink.accept(value(value));
    }

    private JsonElement value(long value) {
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            return new JsonPrimitive(BigDecimal.valueOf(value, decimal.getScale()));
        }
        if (annotation instanceof TimestampLogicalTypeAnnotation timestamp) {
            Instant instant = Instant.EPOCH.plus(value, unit(timestamp.getUnit()));
            return new JsonPrimitive(
                    timestamp.isAdjustedToUTC()
                            ? instant.toString()
                            : LocalDateTime.ofInstant(instant, ZoneOffset.UTC).toString());
        }
        if (annotation instanceof TimeLogicalTypeAnnotation time) {
            return new JsonPrimitive(
                    LocalTime.MIDNIGHT.plus(value, unit(time.getUnit())).toString());
        }
        boolean unsigned = annotation instanceof IntLogicalTypeAnnotation integer && !integer.isSigned();
        return unsigned && value < 0
                ? new JsonPrimitive(new BigInteger(Long.toUnsignedString(value)))
                : new JsonPrimitive(value);
    }

    private JsonElement value(Binary value) {
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            return new JsonPrimitive(new BigDecimal(new BigInteger(value.getBytes()), decimal.getScale()));
        }
        if (annotation instanceof Float16LogicalTypeAnnotation) {
            short bits = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getShort();
            return new JsonPrimitive(ElementType.F16.widen(bits));
        }
        byte[] bytes = value.getBytes();
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean isText = Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
        return new JsonPrimitive(isText ? text : Base64.getEncoder().encodeToString(bytes));
    }

    private static ChronoUnit unit(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
        };
    }
}
