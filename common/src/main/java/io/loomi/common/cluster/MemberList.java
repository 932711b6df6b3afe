package io.loomi.common.cluster;

import io.loomi.common.config.SettingFormat;
import io.loomi.common.network.LocalAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of other members.
 *
 * @param members each {@code host} or {@code host:port}, an IPv6 address in brackets
 */
record MemberList(List<String> members) {

    static final SettingFormat<MemberList> FORMAT = new SettingFormat<>(
            "a list of host or host:port, separated by commas",
            text -> new MemberList(SettingFormat.LIST.parser().apply(text)));

    private static final Pattern MEMBER = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?");
    private static final int MAX_PORT = 65_535;

    MemberList {
        if (members.isEmpty() || !members.stream().allMatch(MemberList::isMember)) {
            throw new IllegalArgumentException(String.valueOf(members));
        }
        members = List.copyOf(members);
    }

    /** The first address that may be on another machine. Host names are skipped. */
    Optional<String> remoteAddress() {
        return members.stream()
                .map(MEMBER::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1).replaceAll("[\\[\\]]", ""))
                .filter(LocalAddress::isNonLoopback)
                .findFirst();
    }

    private static boolean isMember(String text) {
        Matcher match = MEMBER.matcher(text);
        if (!match.matches() || text.startsWith("-")) {
            return false;
        }
        @Nullable String colonAndPort = match.group(2);
        int port = colonAndPort == null ? MAX_PORT : Integer.parseInt(colonAndPort.substring(1));
        return port > 0 && port <= MAX_PORT;
    }
}
