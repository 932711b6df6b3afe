package io.loomi.local;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A minimal reader of protobuf's wire format: fields by number, nested messages as bytes. */
record Protobuf(List<Field> fields) {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    record Field(int number, byte[] bytes) {}

    static Protobuf read(byte[] message) {
        ByteBuffer rest = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        List<Field> fields = new ArrayList<>();
        while (rest.hasRemaining()) {
            int key = (int) varint(rest);
            int length = switch (key & 7) {
                case VARINT -> {
                    varint(rest);
                    yield 0;
                }
                case FIXED64 -> 8;
                case BYTES -> (int) varint(rest);
                case FIXED32 -> 4;
                default -> throw new IllegalArgumentException("wire type " + (key & 7));
            };
            byte[] bytes = new byte[length];
            rest.get(bytes);
            fields.add(new Field(key >>> 3, bytes));
        }
        return new Protobuf(fields);
    }

    private static long varint(ByteBuffer rest) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = rest.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    List<Protobuf> messages(int number) {
        return fields.stream()
                .filter(field -> field.number() == number)
                .map(field -> read(field.bytes()))
                .toList();
    }

    String text(int number) {
        return new String(bytes(number), StandardCharsets.UTF_8);
    }

    String hex(int number) {
        return HexFormat.of().formatHex(bytes(number));
    }

    private byte[] bytes(int number) {
        return fields.stream()
                .filter(field -> field.number() == number)
                .map(Field::bytes)
                .findFirst()
                .orElse(new byte[0]);
    }
}
