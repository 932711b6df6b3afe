package io.loomi.customers;

import static io.loomi.customers.CustomersBench.PASSWORD;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.ContractStatuses;
import io.loomi.customers.CustomersWithUnansweredCommits.Member;
import java.util.function.Function;

/** A write gets 504 if PostgreSQL does not answer its commit. */
final class UnknownOutcomeScenarios {

    private static final String OWN = "/api/users/me";
    private static final String NAME = "{\"name\": \"Ana Lima\"}";

    private UnknownOutcomeScenarios() {}

    static void addTo(ContractStatuses statuses, CustomersWithUnansweredCommits unanswered) {
        statuses.on("registerUser", 504, () -> unanswered.during(() -> unanswered.register(CustomersBench.newEmail())))
                .on("login", 504, () -> of(unanswered, ana -> unanswered.login(ana.email())))
                .on(
                        "issueServiceToken",
                        504,
                        () -> unanswered.during(() -> CustomersWithoutDatabase.service(unanswered.api())))
                .on(
                        "refreshTokens",
                        504,
                        () -> of(
                                unanswered,
                                ana -> unanswered
                                        .api()
                                        .post("/api/auth/refresh")
                                        .json("{\"refreshToken\": \"" + ana.refreshToken() + "\"}")));
        own(statuses, unanswered);
        administration(statuses, unanswered);
    }

    private static void own(ContractStatuses statuses, CustomersWithUnansweredCommits unanswered) {
        String passwords =
                "{\"currentPassword\": \"%s\", \"newPassword\": \"staple without battery\"}".formatted(PASSWORD);
        statuses.on(
                        "changeOwnProfile",
                        504,
                        () -> of(
                                unanswered,
                                ana -> as(unanswered, ana, "PATCH", OWN).json(NAME)))
                .on(
                        "deleteOwnProfile",
                        504,
                        () -> of(
                                unanswered,
                                ana -> as(unanswered, ana, "DELETE", OWN).send()))
                .on(
                        "changePassword",
                        504,
                        () -> of(
                                unanswered,
                                ana -> as(unanswered, ana, "POST", OWN + "/password")
                                        .json(passwords)))
                .on(
                        "exportOwnData",
                        504,
                        () -> of(
                                unanswered,
                                ana -> as(unanswered, ana, "GET", OWN + "/export")
                                        .send()))
                .on(
                        "endSession",
                        504,
                        () -> of(
                                unanswered,
                                ana -> as(unanswered, ana, "DELETE", OWN + "/sessions/" + ana.sessionId())
                                        .send()))
                .on(
                        "logout",
                        504,
                        () -> of(
                                unanswered,
                                ana -> as(unanswered, ana, "POST", "/api/auth/logout")
                                        .send()));
    }

    private static void administration(ContractStatuses statuses, CustomersWithUnansweredCommits unanswered) {
        statuses.on(
                        "changeUser",
                        504,
                        () -> of(
                                unanswered,
                                ana -> administer(unanswered, "PATCH", ana, "").json(NAME)))
                .on(
                        "deleteUser",
                        504,
                        () -> of(
                                unanswered,
                                ana -> administer(unanswered, "DELETE", ana, "").send()))
                .on(
                        "setUserStatus",
                        504,
                        () -> of(
                                unanswered,
                                ana -> administer(unanswered, "PUT", ana, "/status")
                                        .json("{\"status\": \"suspended\"}")))
                .on(
                        "setUserRoles",
                        504,
                        () -> of(
                                unanswered,
                                ana -> administer(unanswered, "PUT", ana, "/roles")
                                        .json("{\"roles\": [\"user\", \"admin\"]}")));
    }

    private static Answer of(CustomersWithUnansweredCommits unanswered, Function<Member, Answer> write) {
        Member ana = unanswered.member();
        return unanswered.during(() -> write.apply(ana));
    }

    private static ContractClient.Call as(
            CustomersWithUnansweredCommits unanswered, Member member, String method, String path) {
        return unanswered.api().call(method, path).as(member.token());
    }

    private static ContractClient.Call administer(
            CustomersWithUnansweredCommits unanswered, String method, Member member, String path) {
        return unanswered.api().call(method, "/api/users/" + member.id() + path).as(unanswered.adminToken());
    }
}
