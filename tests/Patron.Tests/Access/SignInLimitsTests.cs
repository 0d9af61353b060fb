using System.Net;
using Patron.Access.SignIn;

namespace Patron.Tests.Access;

public sealed class SignInLimitsTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    private readonly TestClock clock = new(new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero));
    private readonly SignInLimits limits;

    public SignInLimitsTests() => limits = new(clock);

    [Fact]
    public void Waits_double_up_to_the_longest()
    {
        for (var i = 0; i < SignInLimits.TriesForAccount; i++) Assert.Null(limits.Begin(null, "ada"));
        var waits = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            var wait = limits.Begin(null, "ada")!.Value.For;
            waits.Add(wait.TotalMinutes);
            clock.Advance(wait - TimeSpan.FromSeconds(1));
            Assert.Equal(TimeSpan.FromSeconds(1), limits.Begin(null, "ada")!.Value.For);
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Null(limits.Begin(null, "ada"));
        }
        Assert.Equal([1, 2, 4, 8, 15, 15], waits);
    }

    [Fact]
    public void Five_quiet_minutes_begin_anew()
    {
        for (var i = 0; i < SignInLimits.TriesForAccount - 1; i++) Assert.Null(limits.Begin(null, "ada"));
        clock.Advance(SignInLimits.Window);
        for (var i = 0; i < SignInLimits.TriesForAccount; i++) Assert.Null(limits.Begin(null, "ada"));
        Assert.NotNull(limits.Begin(null, "ada"));
    }

    [Fact]
    public void A_good_sign_in_begins_anew()
    {
        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i < SignInLimits.TriesForAccount - 1; i++) Assert.Null(limits.Begin(null, "ada"));
            limits.Succeeded(null, "ada");
        }
    }

    [Fact]
    public void An_address_that_tries_many_accounts_is_stopped_and_another_is_not()
    {
        for (var i = 0; i < SignInLimits.TriesForAddress; i++) Assert.Null(limits.Begin(Here, $"user{i}"));
        Assert.NotNull(limits.Begin(Here, "one more"));
        Assert.NotNull(limits.Begin(Here.MapToIPv6(), "one more"));
        Assert.Null(limits.Begin(IPAddress.Parse("192.0.2.2"), "one more"));
    }

    [Fact]
    public void Good_sign_ins_of_an_office_do_not_stop_it()
    {
        for (var i = 0; i < 10 * SignInLimits.TriesForAddress; i++)
        {
            Assert.Null(limits.Begin(Here, $"user{i}"));
            limits.Succeeded(Here, $"user{i}");
        }
    }

    [Fact]
    public void A_network_of_version_six_counts_as_one()
    {
        for (var i = 0; i < SignInLimits.TriesForAddress; i++) Assert.Null(limits.Begin(IPAddress.Parse($"2001:db8::{i:x}"), $"user{i}"));
        Assert.NotNull(limits.Begin(IPAddress.Parse("2001:db8::ffff"), "one more"));
        Assert.Null(limits.Begin(IPAddress.Parse("2001:db8:0:1::1"), "one more"));
    }

    [Fact]
    public void Many_at_once_are_no_way_round()
    {
        var passed = 0;
        Parallel.For(0, 200, _ => { if (limits.Begin(null, "ada") is null) Interlocked.Increment(ref passed); });
        Assert.Equal(SignInLimits.TriesForAccount, passed);
    }
}
