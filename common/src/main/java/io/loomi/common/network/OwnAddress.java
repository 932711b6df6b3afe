package io.loomi.common.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.stream.Stream;

/** Which of this machine's addresses is meant. */
public final class OwnAddress {

    private OwnAddress() {}

    /**
     * @param text an address, a name, or a range that one of the addresses lies in, as in {@code 10.0.0.0/8}: for machines
     *     that learn their address only when they start
     * @throws IllegalArgumentException when none of this machine's is meant
     */
    public static String of(String text) {
        try {
            return (text.contains("/") ? in(AddressRange.of(text)) : Stream.of(InetAddress.getAllByName(text)))
                    .filter(OwnAddress::isOurs)
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(text));
        } catch (IOException unknown) {
            throw new IllegalArgumentException(text, unknown);
        }
    }

    /** Whether only this machine can be called by this address. */
    public static boolean isLoopback(String address) {
        return IpAddress.parse(address).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    /** Whether this is an address that another machine may have; a name is not looked up, and is none. */
    public static boolean mayBeElsewhere(String text) {
        return IpAddress.parse(text)
                .filter(address -> !address.isLoopbackAddress())
                .isPresent();
    }

    private static Stream<InetAddress> in(AddressRange range) throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(range::contains);
    }

    /** The address that stands for every one of them is none that others could call. */
    private static boolean isOurs(InetAddress address) {
        try {
            return !address.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException unknown) {
            return false;
        }
    }
}
