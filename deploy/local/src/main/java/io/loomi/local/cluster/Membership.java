package io.loomi.local.cluster;

import io.loomi.local.ListenAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the instances on this machine find one another on the event bus, by a list of loopback addresses.
 *
 * @param ports one for each member
 */
record Membership(List<Integer> ports) {

    /**
     * The settings with which a member joins.
     *
     * @param settings what it has of them; where the members are is only ever said here
     * @param number of the member, from 0
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
        joined.remove("LOOMI_CLUSTER_BUS_PORT"); // any free one: each needs its own
        return joined;
    }
}
