using Patron.Kernel;

namespace Patron.Access;

internal sealed record EmailIsNone() : FieldRefusal("access.refused.email", Fields.Email);

internal sealed record EmailIsTaken(string Email) : FieldRefusal("access.refused.email-taken", Fields.Email);

internal sealed record NameIsMissing() : FieldRefusal("access.refused.name", Fields.Name);

internal sealed record TextIsTooLong(string Field, int Longest) : FieldRefusal("access.refused.too-long", Field);

internal sealed record RoleIsUnknown(string Role, string Known) : FieldRefusal("access.refused.role", Fields.Role);

internal sealed record PasswordIsShort(int Shortest) : FieldRefusal("access.refused.password-short", Fields.Password);

internal sealed record PasswordIsLong(int Longest) : FieldRefusal("access.refused.password-long", Fields.Password);

internal sealed record PasswordIsCommon() : FieldRefusal("access.refused.password-common", Fields.Password);

internal sealed record PasswordIsOnesName() : FieldRefusal("access.refused.password-name", Fields.Password);

internal sealed record PasswordsDiffer() : FieldRefusal("access.refused.passwords-differ", Fields.Again);

internal sealed record OldPasswordIsWrong() : FieldRefusal("access.refused.old-password", Fields.OldPassword);

internal sealed record OrganisationIsMissing() : FieldRefusal("access.refused.organisation", Fields.Organisation);

internal sealed record CurrencyIsUnknown() : FieldRefusal("access.refused.currency", Fields.Currency);

internal sealed record TimeZoneIsUnknown() : FieldRefusal("access.refused.time-zone", Fields.TimeZone);

internal sealed record FirstUserIsNoAdministrator() : Refusal("access.refused.first-user");

internal sealed record LastAdministrator() : Refusal("access.refused.last-administrator");

internal sealed record AlreadyInvited() : Refusal("access.refused.already-invited");

internal sealed record NoSuchUser() : Refusal("access.refused.no-such-user");

internal sealed record AlreadySetUp() : Refusal("access.refused.already-set-up");

/// <summary>The same for an unknown e-mail, a wrong password and a disabled user.</summary>
internal sealed record NotSignedIn() : Refusal("access.refused.sign-in")
{
    public override int Status => StatusCodes.Status422UnprocessableEntity;
}

internal sealed record TooManyTries(int Minutes) : Refusal("access.refused.too-many-tries")
{
    public override int Status => StatusCodes.Status429TooManyRequests;
}

/// <summary>Names of form fields, which refusals point at.</summary>
internal static class Fields
{
    public const string Email = "email";
    public const string Name = "name";
    public const string Role = "role";
    public const string Password = "password";
    public const string Again = "again";
    public const string OldPassword = "old";
    public const string Organisation = "organisation";
    public const string Currency = "currency";
    public const string TimeZone = "timezone";
    public const string Language = "language";
}
