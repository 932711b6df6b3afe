package io.loomi.common.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.stream.Stream;

/** Finds this machine's address from a setting. */
public final class LocalAddress {

    private LocalAddress() {}

    /**
     * @param text an address, a name, or a range such as {@code 10.0.0.0/8} that contains one of this machine's
     *     addresses. Use a range for machines whose address is assigned at start.
     * @throws IllegalArgumentException if this machine has no such address
     */
    public static String of(String text) {
        try {
            return (text.contains("/") ? in(AddressRange.of(text)) : Stream.of(InetAddress.getAllByName(text)))
                    .filter(LocalAddress::isOwnAddress)
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(text));
        } catch (IOException unknown) {
            throw new IllegalArgumentException(text, unknown);
        }
    }

    /** Whether only this machine can connect to this address. */
    public static boolean isLoopback(String address) {
        return IpAddress.parse(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** Whether this is an IP address that another machine may have. Returns false for a name, without a lookup. */
    public static boolean isNonLoopback(String text) {
        return IpAddress.parse(text)
                .filter(address -> !address.isLoopbackAddress())
                .isPresent();
    }

    private static Stream<InetAddress> in(AddressRange range) throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(range::contains);
    }

    /** Nobody can connect to the wildcard address. */
    private static boolean isOwnAddress(InetAddress address) {
        try {
            return !address.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException unknown) {
            return false;
        }
    }
}
