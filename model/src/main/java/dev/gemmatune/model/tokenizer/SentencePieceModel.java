package dev.gemmatune.model.tokenizer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes a vocabulary as {@code tokenizer.model}, which llama.cpp's converter asks for: a message {@code ModelProto} of
 * google/sentencepiece's {@code sentencepiece_model.proto}, in the protobuf encoding.
 */
final class SentencePieceModel {

    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int BYTE = 6;
    private static final int BPE = 2;

    /** A message that grows field by field. */
    private static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private Message number(int field, long value) {
            tag(field, VARINT);
            varint(value);
            return this;
        }

        private Message number(int field, float value) {
            tag(field, FIXED32);
            bytes.writeBytes(ByteBuffer.allocate(Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(value)
                    .array());
            return this;
        }

        private Message bytes(int field, byte[] value) {
            tag(field, LENGTH_DELIMITED);
            varint(value.length);
            bytes.writeBytes(value);
            return this;
        }

        private byte[] toBytes() {
            return bytes.toByteArray();
        }

        private void tag(int field, int wireType) {
            varint((long) field << 3 | wireType);
        }

        private void varint(long value) {
            long rest = value;
            while (rest > 0x7f) {
                bytes.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }
    }

    private SentencePieceModel() {}

    static void write(GemmaVocabulary vocabulary, Path file) throws IOException {
        Message model = new Message();
        for (Map.Entry<String, Integer> token : vocabulary.ids().entrySet()) {
            Message piece = new Message()
                    .bytes(1, token.getKey().getBytes(StandardCharsets.UTF_8))
                    .number(2, vocabulary.score(token.getKey()))
                    .number(3, type(vocabulary, token.getValue()));
            model.bytes(1, piece.toBytes());
        }
        model.bytes(2, trainerSpec(vocabulary).toBytes());
        model.bytes(3, normalizerSpec().toBytes());
        Files.write(file, model.toBytes());
    }

    private static Message trainerSpec(GemmaVocabulary vocabulary) {
        int modelType = 3;
        int vocabularySize = 4;
        int byteFallback = 35;
        int unknownId = 40;
        int bosId = 41;
        int eosId = 42;
        int padId = 43;
        return new Message()
                .number(modelType, BPE)
                .number(vocabularySize, vocabulary.size())
                .number(byteFallback, 1)
                .number(unknownId, GemmaVocabulary.UNKNOWN)
                .number(bosId, GemmaVocabulary.BOS)
                .number(eosId, GemmaVocabulary.EOS)
                .number(padId, GemmaVocabulary.PAD);
    }

    private static Message normalizerSpec() {
        int name = 1;
        int addDummyPrefix = 3;
        int removeExtraWhitespaces = 4;
        return new Message()
                .bytes(name, "identity".getBytes(StandardCharsets.UTF_8))
                .number(addDummyPrefix, 0)
                .number(removeExtraWhitespaces, 0);
    }

    private static int type(GemmaVocabulary vocabulary, int id) {
        if (id == GemmaVocabulary.UNKNOWN) {
            return UNKNOWN;
        }
        if (id <= GemmaVocabulary.BOS) {
            return CONTROL;
        }
        return switch (vocabulary.kind(id)) {
            case ADDED -> USER_DEFINED;
            case BYTE -> BYTE;
            case LEARNED -> NORMAL;
        };
    }
}
