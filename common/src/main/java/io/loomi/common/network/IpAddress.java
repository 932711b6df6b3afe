package io.loomi.common.network;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;

/** Addresses as they are written. Nothing here asks a name server. */
final class IpAddress {

    private static final int LONGEST = 45; // IPv6 with an IPv4 address at its end

    private IpAddress() {}

    /** Empty for what is no address by itself: a name, a port behind it, a zone. An IPv4 address in IPv6's form is IPv4. */
    static Optional<InetAddress> parse(String text) {
        boolean written = text.length() <= LONGEST
                && (NetUtil.isValidIpV4Address(text)
                        || (text.indexOf(':') >= 0 && text.indexOf('%') < 0 && text.indexOf('[') < 0));
        try {
            return written ? Optional.of(InetAddress.ofLiteral(text)) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** In the one form that RFC 5952 gives to each address. */
    static String text(InetAddress address) {
        return NetUtil.toAddressString(address);
    }
}
