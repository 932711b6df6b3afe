package io.loomi.customers;

import static io.loomi.customers.CustomersBench.PASSWORD;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.ContractStatuses;
import io.loomi.customers.LostCustomers.Member;
import java.util.function.Function;

/** A write gets 504 if PostgreSQL does not answer its commit. */
final class UnknownOutcomeScenarios {

    private static final String OWN = "/api/users/me";
    private static final String NAME = "{\"name\": \"Ana Lima\"}";

    private UnknownOutcomeScenarios() {}

    static void addTo(ContractStatuses statuses, LostCustomers lost) {
        statuses.on("registerUser", 504, () -> lost.during(() -> lost.register(CustomersBench.newEmail())))
                .on("login", 504, () -> of(lost, ana -> lost.login(ana.email())))
                .on("issueServiceToken", 504, () -> lost.during(() -> CutOffCustomers.service(lost.api())))
                .on(
                        "refreshTokens",
                        504,
                        () -> of(
                                lost,
                                ana -> lost.api()
                                        .post("/api/auth/refresh")
                                        .json("{\"refreshToken\": \"" + ana.refreshToken() + "\"}")));
        own(statuses, lost);
        administration(statuses, lost);
    }

    private static void own(ContractStatuses statuses, LostCustomers lost) {
        String passwords =
                "{\"currentPassword\": \"%s\", \"newPassword\": \"staple without battery\"}".formatted(PASSWORD);
        statuses.on(
                        "changeOwnProfile",
                        504,
                        () -> of(lost, ana -> as(lost, ana, "PATCH", OWN).json(NAME)))
                .on(
                        "deleteOwnProfile",
                        504,
                        () -> of(lost, ana -> as(lost, ana, "DELETE", OWN).send()))
                .on(
                        "changePassword",
                        504,
                        () -> of(
                                lost,
                                ana -> as(lost, ana, "POST", OWN + "/password").json(passwords)))
                .on(
                        "exportOwnData",
                        504,
                        () -> of(
                                lost,
                                ana -> as(lost, ana, "GET", OWN + "/export").send()))
                .on(
                        "endSession",
                        504,
                        () -> of(
                                lost,
                                ana -> as(lost, ana, "DELETE", OWN + "/sessions/" + ana.sessionId())
                                        .send()))
                .on(
                        "logout",
                        504,
                        () -> of(
                                lost,
                                ana -> as(lost, ana, "POST", "/api/auth/logout").send()));
    }

    private static void administration(ContractStatuses statuses, LostCustomers lost) {
        statuses.on(
                        "changeUser",
                        504,
                        () -> of(lost, ana -> administer(lost, "PATCH", ana, "").json(NAME)))
                .on(
                        "deleteUser",
                        504,
                        () -> of(
                                lost, ana -> administer(lost, "DELETE", ana, "").send()))
                .on(
                        "setUserStatus",
                        504,
                        () -> of(
                                lost,
                                ana -> administer(lost, "PUT", ana, "/status").json("{\"status\": \"suspended\"}")))
                .on(
                        "setUserRoles",
                        504,
                        () -> of(
                                lost,
                                ana -> administer(lost, "PUT", ana, "/roles")
                                        .json("{\"roles\": [\"user\", \"admin\"]}")));
    }

    private static Answer of(LostCustomers lost, Function<Member, Answer> write) {
        Member ana = lost.member();
        return lost.during(() -> write.apply(ana));
    }

    private static ContractClient.Call as(LostCustomers lost, Member member, String method, String path) {
        return lost.api().call(method, path).as(member.token());
    }

    private static ContractClient.Call administer(LostCustomers lost, String method, Member member, String path) {
        return lost.api().call(method, "/api/users/" + member.id() + path).as(lost.adminToken());
    }
}
