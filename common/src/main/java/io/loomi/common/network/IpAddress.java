package io.loomi.common.network;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;

/** Parses and writes IP addresses. It never queries DNS. */
final class IpAddress {

    private static final int MAX_LENGTH = 45; // IPv6 that ends with an IPv4 address

    private IpAddress() {}

    /** Returns empty for a name, an address with a port, or one with a zone. An IPv4-mapped IPv6 address is parsed as IPv4. */
    static Optional<InetAddress> parse(String text) {
        boolean hasAddressForm = text.length() <= MAX_LENGTH
                && (NetUtil.isValidIpV4Address(text)
                        || (text.indexOf(':') >= 0 && text.indexOf('%') < 0 && text.indexOf('[') < 0));
        try {
            return hasAddressForm ? Optional.of(InetAddress.ofLiteral(text)) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** The canonical form of RFC 5952. */
    static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }
}
