package io.loomi.common.cluster;

import io.loomi.common.config.SettingFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where other members may be found.
 *
 * @param members each {@code host} or {@code host:port}, an IPv6 address in brackets
 */
record MemberList(List<String> members) {

    static final SettingFormat<MemberList> FORMAT = new SettingFormat<>(
            "a list of host or host:port, separated by commas",
            text -> new MemberList(SettingFormat.LIST.parser().apply(text)));

    private static final Pattern MEMBER =
            Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?::([0-9]{1,5}))?");
    private static final int HIGHEST_PORT = 65_535;

    MemberList {
        if (members.isEmpty() || !members.stream().allMatch(MemberList::isMember)) {
            throw new IllegalArgumentException(String.valueOf(members));
        }
        members = List.copyOf(members);
    }

    private static boolean isMember(String text) {
        Matcher match = MEMBER.matcher(text);
        if (!match.matches()) {
            return false;
        }
        String port = match.group(1);
        return port == null || (Integer.parseInt(port) > 0 && Integer.parseInt(port) <= HIGHEST_PORT);
    }
}
