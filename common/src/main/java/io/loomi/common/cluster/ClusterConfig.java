package io.loomi.common.cluster;

import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.network.LocalAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a process joins the cluster. It is read from the environment only, because Vert.x needs it before it can read a
 * file.
 *
 * @param host this machine's address: both ports are bound to it, and the other members call it
 * @param port the port for the members' discovery and membership
 * @param busPort the port for messages; 0 for any free one
 * @param name the cluster's name; processes of another name are ignored
 * @param members where other members may be; empty when they are found by DNS
 * @param dns a name that resolves to the addresses of the members
 * @param tls TLS between members; empty for a trusted network
 */
public record ClusterConfig(
        String host,
        int port,
        int busPort,
        String name,
        List<String> members,
        Optional<String> dns,
        Optional<BusTls> tls) {

    public static final Setting<Boolean> SWITCH = Setting.of(
                    "LOOMI_CLUSTER",
                    SettingFormat.SWITCH,
                    "`true` joins the cluster: lookups, revocations and changes of customers then travel over the "
                            + "event bus first; settings that begin with `LOOMI_CLUSTER` come from the environment only")
            .orElse("false");

    private static final Setting<MemberList> MEMBERS = Setting.of(
            "LOOMI_CLUSTER_MEMBERS",
            MemberList.FORMAT,
            "the addresses of members of the cluster, `10.0.0.11,10.0.0.12:5701`; the list may include this process, and "
                    + "members that are not running");

    private static final Setting<String> DNS = Setting.of(
            "LOOMI_CLUSTER_DNS",
            SettingFormat.TEXT,
            "instead of the list: a DNS name that resolves to the members, such as a headless service of "
                    + "Kubernetes; all members use `LOOMI_CLUSTER_PORT`");

    private static final Setting<String> HOST = Setting.of(
                    "LOOMI_CLUSTER_HOST",
                    new SettingFormat<>(
                            "an address of this machine, or a range with one, such as 10.0.0.0/8", LocalAddress::of),
                    "the address that the cluster's two ports are bound to and that the other members call, or a range that "
                            + "it lies in, `10.0.0.0/8`")
            .orElse("127.0.0.1");

    private static final Setting<Integer> PORT = Setting.of(
                    "LOOMI_CLUSTER_PORT",
                    SettingFormat.whole(1, 65_535),
                    "the port on which members find each other, and the default in `LOOMI_CLUSTER_MEMBERS`")
            .orElse("5701");

    private static final Setting<Integer> BUS_PORT = Setting.of(
                    "LOOMI_CLUSTER_BUS_PORT", SettingFormat.PORT, "the port of the event bus; `0` means any free port")
            .orElse("0");

    private static final Setting<String> NAME = Setting.of(
                    "LOOMI_CLUSTER_NAME",
                    SettingFormat.TEXT,
                    "the name of the cluster, which keeps clusters apart; it is not a secret")
            .orElse("loomi");

    public static final List<Setting<?>> SETTINGS = List.of(
            SWITCH,
            MEMBERS,
            DNS,
            HOST,
            PORT,
            BUS_PORT,
            NAME,
            BusTls.CERTIFICATE,
            BusTls.PRIVATE_KEY,
            BusTls.AUTHORITIES);

    /**
     * Empty for a process without a cluster.
     *
     * @throws StartFailure when a value is malformed, or neither members nor a DNS name are set
     */
    public static Optional<ClusterConfig> from(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        return settings.get(SWITCH) ? Optional.of(from(settings)) : Optional.empty();
    }

    private static ClusterConfig from(Settings settings) {
        Optional<MemberList> members = settings.find(MEMBERS);
        Optional<String> dns = settings.find(DNS);
        if (members.isPresent() == dns.isPresent()) {
            throw new StartFailure(
                    "LOOMI_CLUSTER needs the addresses of members: set LOOMI_CLUSTER_MEMBERS to some of them, as "
                            + "host or host:port, or LOOMI_CLUSTER_DNS to a DNS name for all of them, but not both.");
        }
        String host = settings.get(HOST);
        members.flatMap(MemberList::remoteAddress).ifPresent(other -> requireCallable(host, other));
        return new ClusterConfig(
                host,
                settings.get(PORT),
                settings.get(BUS_PORT),
                settings.get(NAME),
                members.map(MemberList::members).orElse(List.of()),
                dns,
                BusTls.from(settings));
    }

    private static void requireCallable(String host, String other) {
        if (LocalAddress.isLoopback(host)) {
            throw new StartFailure(
                    "LOOMI_CLUSTER_HOST is %s, where the member at %s cannot call this one: ".formatted(host, other)
                            + "set it to the address of this machine that the member can reach.");
        }
    }

    /**
     * Refuses a setting that is only in the file, where it would have no effect.
     *
     * @param settings those of the file and of the environment
     * @throws StartFailure naming the setting
     */
    public static void requireFromEnvironment(Settings settings, Map<String, String> environment) {
        SETTINGS.stream()
                .filter(setting -> settings.isSet(setting) && !environment.containsKey(setting.name()))
                .findFirst()
                .ifPresent(setting -> {
                    throw new StartFailure("%s is set in the file of LOOMI_CONFIG, which is read too late for it: "
                                    .formatted(setting.name())
                            + "set it in the environment.");
                });
    }
}
