package io.loomi.local.cluster;

import io.loomi.local.ListenAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The members of the event bus cluster on this machine: a static list of loopback addresses.
 *
 * @param ports one port for each member
 */
record Membership(List<Integer> ports) {

    /**
     * Returns the settings with which a member joins.
     *
     * @param settings the member's other settings; cluster addresses in them are replaced
     * @param number the member's number, from 0
     */
    Map<String, String> join(Map<String, String> settings, int number) {
        Map<String, String> joined = new HashMap<>(settings);
        joined.put("LOOMI_CLUSTER", "true");
        joined.put("LOOMI_CLUSTER_HOST", ListenAddress.LOOPBACK);
        joined.put("LOOMI_CLUSTER_PORT", String.valueOf(ports.get(number)));
        joined.put(
                "LOOMI_CLUSTER_MEMBERS",
                ports.stream().map(port -> ListenAddress.LOOPBACK + ":" + port).collect(Collectors.joining(",")));
        joined.remove("LOOMI_CLUSTER_DNS");
        joined.remove("LOOMI_CLUSTER_BUS_PORT"); // each member uses any free port
        return joined;
    }
}
