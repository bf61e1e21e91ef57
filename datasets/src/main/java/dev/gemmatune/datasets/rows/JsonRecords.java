package dev.gemmatune.datasets.rows;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Makes JSON objects of Parquet's records: groups become objects, lists arrays, maps objects. Lists are recognised by the
 * rules of the format's LogicalTypes.md, those for files of older writers too.
 */
final class JsonRecords extends RecordMaterializer<JsonObject> {

    private final Fields root;
    private JsonElement current = JsonNull.INSTANCE;

    JsonRecords(MessageType schema) {
        root = new Fields(schema, element -> current = element);
    }

    @Override
    public JsonObject getCurrentRecord() {
        return current.getAsJsonObject();
    }

    @Override
    public GroupConverter getRootConverter() {
        return root;
    }

    private static Converter converter(Type type, Consumer<JsonElement> sink) {
        if (type.isPrimitive()) {
            return new JsonValues(type.asPrimitiveType(), sink);
        }
        GroupType group = type.asGroupType();
        LogicalTypeAnnotation annotation = group.getLogicalTypeAnnotation();
        boolean wraps = group.getFieldCount() == 1 && group.getType(0).isRepetition(Type.Repetition.REPEATED);
        if (annotation instanceof ListLogicalTypeAnnotation && wraps) {
            return new Elements(group, sink);
        }
        return annotation instanceof MapLogicalTypeAnnotation && wraps && isEntry(group.getType(0))
                ? new Entries(group.getType(0).asGroupType(), sink)
                : new Fields(group, sink);
    }

    private static boolean isEntry(Type repeated) {
        return !repeated.isPrimitive()
                && repeated.asGroupType().getFieldCount() == 2
                && repeated.asGroupType().getType(0).isPrimitive();
    }

    /** The fields of a group; one that does not occur is null, a repeated one an empty array. */
    private static final class Fields extends GroupConverter {

        private final GroupType type;
        private final List<Converter> converters = new ArrayList<>();
        private final Consumer<JsonElement> sink;
        private JsonObject object = new JsonObject();

        Fields(GroupType type, Consumer<JsonElement> sink) {
            this.type = type;
            this.sink = sink;
            for (Type field : type.getFields()) {
                String name = field.getName();
                boolean repeated = field.isRepetition(Type.Repetition.REPEATED);
                converters.add(converter(
                        field,
                        repeated
                                ? element -> object.getAsJsonArray(name).add(element)
                                : element -> object.add(name, element)));
            }
        }

        @Override
        public Converter getConverter(int field) {
            return converters.get(field);
        }

        @Override
        public void start() {
            object = new JsonObject();
            for (Type field : type.getFields()) {
                boolean repeated = field.isRepetition(Type.Repetition.REPEATED);
                object.add(field.getName(), repeated ? new JsonArray() : JsonNull.INSTANCE);
            }
        }

        @Override
        public void end() {
            sink.accept(object);
        }
    }

    /** A list: a group around a repeated field, which is the element itself or a group around it. */
    private static final class Elements extends GroupConverter {

        private final Converter repeated;
        private final Consumer<JsonElement> sink;
        private JsonArray array = new JsonArray();

        Elements(GroupType list, Consumer<JsonElement> sink) {
            Type inner = list.getType(0);
            this.sink = sink;
            this.repeated = isElement(list, inner)
                    ? converter(inner, element -> array.add(element))
                    : new Wrapped(inner.asGroupType(), element -> array.add(element));
        }

        private static boolean isElement(GroupType list, Type repeated) {
            return repeated.isPrimitive()
                    || repeated.asGroupType().getFieldCount() != 1
                    || repeated.getName().equals("array")
                    || repeated.getName().equals(list.getName() + "_tuple");
        }

        @Override
        public Converter getConverter(int field) {
            return repeated;
        }

        @Override
        public void start() {
            array = new JsonArray();
        }

        @Override
        public void end() {
            sink.accept(array);
        }
    }

    /** A group around one value, which may be null. */
    private static final class Wrapped extends GroupConverter {

        private final Converter value;
        private final Consumer<JsonElement> sink;
        private JsonElement element = JsonNull.INSTANCE;

        Wrapped(GroupType group, Consumer<JsonElement> sink) {
            this.value = converter(group.getType(0), found -> element = found);
            this.sink = sink;
        }

        @Override
        public Converter getConverter(int field) {
            return value;
        }

        @Override
        public void start() {
            element = JsonNull.INSTANCE;
        }

        @Override
        public void end() {
            sink.accept(element);
        }
    }

    /** A map: a group around repeated groups of key and value. */
    private static final class Entries extends GroupConverter {

        private final Fields entry;
        private final Consumer<JsonElement> sink;
        private JsonObject map = new JsonObject();

        Entries(GroupType entry, Consumer<JsonElement> sink) {
            this.sink = sink;
            this.entry = new Fields(entry, pair -> {
                JsonObject both = pair.getAsJsonObject();
                map.add(both.get(entry.getFieldName(0)).getAsString(), both.get(entry.getFieldName(1)));
            });
        }

        @Override
        public Converter getConverter(int field) {
            return entry;
        }

        @Override
        public void start() {
            map = new JsonObject();
        }

        @Override
        public void end() {
            sink.accept(map);
        }
    }
}
