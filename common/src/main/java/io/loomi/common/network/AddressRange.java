package io.loomi.common.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * A CIDR range of IPv4 or IPv6 addresses.
 *
 * @param bits the length of the prefix
 */
public record AddressRange(InetAddress base, int bits) {

    private static final int IPV6_NETWORK_BYTES = 8;

    public AddressRange {
        if (bits < 0 || bits > base.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException(base + "/" + bits);
        }
    }

    /**
     * @param text an address, or an address with a prefix length such as {@code 10.0.0.0/8}
     * @throws IllegalArgumentException if it is neither
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

    /**
     * The key that all addresses of one owner share: in IPv4 the address itself, in IPv6 its first 64 bits, because
     * every customer has at least a /64.
     *
     * @param address as {@link TrustedProxies#clientOf} returns it
     */
    public static String ownerOf(String address) {
        return IpAddress.parse(address)
                .filter(parsed -> parsed instanceof Inet6Address)
                .map(parsed -> HexFormat.of().formatHex(parsed.getAddress(), 0, IPV6_NETWORK_BYTES))
                .orElse(address);
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
