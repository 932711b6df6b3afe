package io.loomi.common.network;

import java.net.InetAddress;

/**
 * The addresses that begin with the same bits, IPv4 or IPv6.
 *
 * @param bits how many bits of the base count
 */
public record AddressRange(InetAddress base, int bits) {

    public AddressRange {
        if (bits < 0 || bits > base.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException(base + "/" + bits);
        }
    }

    /**
     * @param text an address, or an address with the length of its prefix, as in {@code 10.0.0.0/8}
     * @throws IllegalArgumentException when it is neither
     */
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        InetAddress base = IpAddress.parse(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException(text));
        return new AddressRange(
                base,
                slash < 0
                        ? base.getAddress().length * Byte.SIZE
                        : Integer.parseInt(text, slash + 1, text.length(), 10));
    }

    boolean contains(InetAddress address) {
        byte[] ours = base.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (ours[i] != theirs[i]) {
                return false;
            }
        }
        int rest = Byte.SIZE - bits % Byte.SIZE;
        return rest == Byte.SIZE || (ours[whole] & 0xff) >> rest == (theirs[whole] & 0xff) >> rest;
    }
}
