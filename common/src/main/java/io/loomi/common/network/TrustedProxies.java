package io.loomi.common.network;

import io.loomi.common.config.Environment;
import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose forwarding headers are believed. Other clients' headers are ignored, because a client can send any
 * header.
 */
public record TrustedProxies(List<AddressRange> ranges) {

    private static final SettingFormat<TrustedProxies> FORMAT = new SettingFormat<>(
            "addresses or ranges separated by commas, such as 10.0.0.0/8,fd00::/8", TrustedProxies::of);

    public static final Setting<TrustedProxies> SETTING = Setting.of(
            "TRUSTED_PROXIES",
            FORMAT,
            "the addresses and ranges of the proxies in front of the service, whose `X-Forwarded-For` and `X-Forwarded-Proto` are trusted, "
                    + "`10.0.0.0/8,fd00::/8`; unless set, this machine in development and no proxy in production");

    private static final TrustedProxies NONE = new TrustedProxies(List.of());
    private static final TrustedProxies THIS_MACHINE = of("127.0.0.0/8,::1");

    public TrustedProxies {
        ranges = List.copyOf(ranges);
    }

    public static TrustedProxies from(Settings settings) {
        boolean production = settings.get(Environment.SETTING) == Environment.PRODUCTION;
        return settings.find(SETTING).orElse(production ? NONE : THIS_MACHINE);
    }

    /** @throws IllegalArgumentException if a part is neither an address nor a range */
    static TrustedProxies of(String text) {
        return new TrustedProxies(Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(AddressRange::of)
                .toList());
    }

    /**
     * The client's address of a connection. It starts at the peer and follows the list backwards as long as each proxy
     * is trusted. It stops at the first untrusted address, before an invalid one, or at the end of the list.
     *
     * @param peer the address at the other end of the connection
     * @param forwardedFor the lines of {@code X-Forwarded-For}, in their order
     */
    public String clientOf(String peer, List<String> forwardedFor) {
        @Nullable InetAddress client = IpAddress.parse(withoutZone(peer)).orElse(null);
        if (client == null) {
            return peer;
        }
        if (forwardedFor.isEmpty()) {
            return IpAddress.text(client);
        }
        String[] addresses = String.join(",", forwardedFor).split(",", -1);
        for (int i = addresses.length - 1; i >= 0 && isTrusted(client); i--) {
            Optional<InetAddress> before = IpAddress.parse(addresses[i].strip());
            if (before.isEmpty()) {
                break;
            }
            client = before.get();
        }
        return IpAddress.text(client);
    }

    /** @param peer the address at the other end of a connection */
    public boolean isTrusted(String peer) {
        return IpAddress.parse(withoutZone(peer)).filter(this::isTrusted).isPresent();
    }

    private boolean isTrusted(InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** The address of a connection may include its network interface. */
    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
