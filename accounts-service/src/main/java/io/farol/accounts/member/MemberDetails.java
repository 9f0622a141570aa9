package io.farol.accounts.member;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about a member of the team.
 *
 * @param externalId id in the system it came from, unique in the tenant
 * @param userName of the identity provider, such as {@code ana@aurora}, unique in the tenant in upper and lower case alike; null = has no login
 * @param roles one or more
 * @param seniority null = not said
 */
@Schema(name = "MemberRequest", examples = """
        {"name":"Ana","externalId":"M-1","email":"ana@aurora.example","roles":["CSM"],"seniority":"SENIOR"}""")
record MemberDetails(
        @NotBlank @Size(max = 200) String name,
        @Nullable @Size(min = 1, max = 200) String externalId,

        @Nullable @Size(max = 254) @Pattern(regexp = "[^@\\s]+@[^@\\s]+")
        String email,

        @Nullable @Size(max = 200) @Pattern(regexp = "\\S+") String userName,
        @Size(min = 1, max = 15) List<MemberRole> roles,
        @Nullable MemberSeniority seniority) {

    MemberDetails {
        name = name.strip();
        roles = roles.stream().distinct().sorted().toList();
    }

    /** The same under the external id that the path says. */
    MemberDetails identified(@Nullable String pathExternalId) {
        return new MemberDetails(name, pathExternalId, email, userName, roles, seniority);
    }
}
