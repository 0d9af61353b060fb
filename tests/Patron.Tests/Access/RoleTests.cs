using System.Reflection;
using Patron.Access.Contracts;
using Patron.Access.Sessions;
using Patron.Kernel;

namespace Patron.Tests.Access;

public sealed class RoleTests
{
    private static readonly IReadOnlyList<string> Declared =
        [.. typeof(Permissions).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    [Fact]
    public void Administrators_may_do_everything_there_is() => Assert.All(Declared, permission => Assert.True(Roles.Can(Roles.Administrator, permission), permission));

    [Fact]
    public void Analysts_read_and_take_away_and_change_nothing() => Assert.Equivalent(
        new[] { Permissions.ReadCustomers, Permissions.ReadInsights, Permissions.ExportData, Permissions.SignedIn }, Declared.Where(p => Roles.Can(Roles.Analyst, p)), strict: true);

    [Theory]
    [InlineData("", Permissions.SignedIn)]
    [InlineData("owner", Permissions.SignedIn)]
    [InlineData(Roles.Administrator, "")]
    [InlineData(Roles.Administrator, "everything")]
    public void What_does_not_exist_is_not_allowed(string role, string permission) => Assert.False(Roles.Can(role, permission));

    [Theory]
    [InlineData("Ada Byron", "AB")]
    [InlineData("ada maria byron", "AB")]
    [InlineData("Ada", "A")]
    [InlineData("김민준", "민준")]
    [InlineData("王伟", "王伟")]
    [InlineData("", "")]
    public void Initials_stand_for_a_name(string name, string initials) => Assert.Equal(initials, ShellContext.InitialsOf(name));
}
