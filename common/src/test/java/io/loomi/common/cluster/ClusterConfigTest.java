package io.loomi.common.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterConfigTest {

    private static final Map<String, String> CLUSTERED =
            Map.of("LOOMI_CLUSTER", "true", "LOOMI_CLUSTER_MEMBERS", "127.0.0.1, bank-2.internal:5801,[::1]:5701");

    @Test
    void isOffByDefault() {
        assertThat(ClusterConfig.from(Map.of())).isEmpty();
        assertThat(ClusterConfig.from(with("LOOMI_CLUSTER", "false"))).isEmpty();
    }

    @Test
    void listensOnLoopbackByDefault() {
        ClusterConfig config = ClusterConfig.from(CLUSTERED).orElseThrow();

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(5701);
        assertThat(config.busPort()).isZero();
        assertThat(config.members()).isEqualTo(List.of("127.0.0.1", "bank-2.internal:5801", "[::1]:5701"));
        assertThat(config.tls()).isEmpty();
    }

    @Test
    void choosesThisMachinesAddressInTheRange() {
        assertThat(ClusterConfig.from(with("LOOMI_CLUSTER_HOST", "127.0.0.0/8"))
                        .orElseThrow()
                        .host())
                .isEqualTo("127.0.0.1");
        assertThat(ClusterConfig.from(with("LOOMI_CLUSTER_HOST", "localhost"))
                        .orElseThrow()
                        .host())
                .isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "203.0.113.7", "203.0.113.0/24", "no.such.name.invalid", "10.0.0.0/99", "::"})
    void refusesAForeignOrWildcardAddress(String host) {
        assertThatThrownBy(() -> ClusterConfig.from(with("LOOMI_CLUSTER_HOST", host)))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "LOOMI_CLUSTER_HOST is \"%s\", but must be an address of this machine, or a range with one, such as 10.0.0.0/8.",
                        host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {",", "a b", "host:", "host:0", "host:65536", "host:x", "http://host", "-host", "fd00::1", "h:1:2"
            })
    void refusesAMalformedListOfMembers(String members) {
        assertThatThrownBy(() -> ClusterConfig.from(with("LOOMI_CLUSTER_MEMBERS", members)))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "LOOMI_CLUSTER_MEMBERS is \"%s\", but must be a list of host or host:port, separated by commas.",
                        members);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.11", "[fd00::1]:5701", "127.0.0.1,10.0.0.11:5701"})
    void refusesLoopbackWhenMembersAreOnOtherMachines(String members) {
        assertThatThrownBy(() -> ClusterConfig.from(with("LOOMI_CLUSTER_MEMBERS", members)))
                .isInstanceOf(StartFailure.class)
                .hasMessageMatching("LOOMI_CLUSTER_HOST is 127.0.0.1, where the member at (10.0.0.11|fd00::1) cannot "
                        + "call this one: set it to the address of this machine that the member can reach.");
    }

    @Test
    void needsEitherMembersOrADnsName() {
        String message =
                "LOOMI_CLUSTER needs the addresses of members: set LOOMI_CLUSTER_MEMBERS to some of them, as host or host:port, "
                        + "or LOOMI_CLUSTER_DNS to a DNS name for all of them, but not both.";

        assertThatThrownBy(() -> ClusterConfig.from(Map.of("LOOMI_CLUSTER", "true")))
                .isInstanceOf(StartFailure.class)
                .hasMessage(message);
        assertThatThrownBy(() -> ClusterConfig.from(with("LOOMI_CLUSTER_DNS", "loomi.bank.svc.cluster.local")))
                .isInstanceOf(StartFailure.class)
                .hasMessage(message);
    }

    @Test
    void needsAllTlsFilesOrNone(@TempDir Path folder) throws Exception {
        String file = Files.writeString(folder.resolve("a.pem"), "").toString();

        assertThatThrownBy(() -> ClusterConfig.from(with("LOOMI_CLUSTER_CA", file)))
                .hasMessage(
                        "LOOMI_CLUSTER_CERTIFICATE, LOOMI_CLUSTER_PRIVATE_KEY and LOOMI_CLUSTER_CA belong together: "
                                + "set all or none.");
        assertThatThrownBy(() -> ClusterConfig.from(with("LOOMI_CLUSTER_CA", file + ".no")))
                .hasMessage("LOOMI_CLUSTER_CA is \"%s.no\", but must be a PEM file that this user may read.", file);
    }

    @Test
    void refusesClusterSettingsThatAreOnlyInTheFile() {
        assertThatThrownBy(() -> ClusterConfig.requireFromEnvironment(new Settings(CLUSTERED), Map.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessage("LOOMI_CLUSTER is set in the file of LOOMI_CONFIG, which is read too late for it: "
                        + "set it in the environment.");
        ClusterConfig.requireFromEnvironment(new Settings(CLUSTERED), CLUSTERED);
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> changed = new HashMap<>(CLUSTERED);
        changed.put(name, value);
        return changed;
    }
}
