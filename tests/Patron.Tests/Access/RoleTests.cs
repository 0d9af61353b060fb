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
    public void Analysts_read_and_take_away_and_make_segments_and_change_no_customer() => Assert.Equivalent(
        new[] { Permissions.ReadCustomers, Permissions.ReadInsights, Permissions.ExportData, Permissions.ManageSegments, Permissions.SignedIn }, Declared.Where(p => Roles.Can(Roles.Analyst, p)), strict: true);

    [Fact]
    public void Leaders_salespeople_and_agents_work_with_customers_and_manage_nothing()
    {
        foreach (var role in (string[])[Roles.Leader, Roles.Salesperson, Roles.Agent])
        {
            Assert.True(Roles.Can(role, Permissions.ReadCustomers) && Roles.Can(role, Permissions.WriteCustomers) && Roles.Can(role, Permissions.SignedIn));
            Assert.DoesNotContain(Declared, p => Roles.Can(role, p) && p is Permissions.EraseCustomers or Permissions.ImportData or Permissions.ManageSettings or Permissions.ManageUsers or Permissions.ReadAudit && Roles.Can(role, p));
        }
        Assert.Equal([true, false, false], ((string[])[Roles.Leader, Roles.Salesperson, Roles.Agent]).Select(r => Roles.Can(r, Permissions.JoinRecords)));
        Assert.Equal([true, false, false], ((string[])[Roles.Leader, Roles.Salesperson, Roles.Agent]).Select(r => Roles.Can(r, Permissions.ExportData)));
        Assert.Equal([true, true, false], ((string[])[Roles.Leader, Roles.Salesperson, Roles.Agent]).Select(r => Roles.Can(r, Permissions.ReadInsights)));
    }

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
