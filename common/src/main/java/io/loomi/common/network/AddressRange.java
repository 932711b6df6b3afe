package io.loomi.common.network;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;

/** A CIDR range of IPv4 or IPv6 addresses. */
public final class AddressRange {

    private static final int IPV6_NETWORK_BYTES = 8;

    private final IpSubnetFilterRule rule;

    private AddressRange(InetAddress base, int bits) {
        this.rule = new IpSubnetFilterRule(base, bits, IpFilterRuleType.ACCEPT);
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
        return rule.matches(new InetSocketAddress(address, 0));
    }
}
