using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching;

/// <summary>Short forms of given names. A name may stand in several groups (Alex); names of one group agree.</summary>
internal static class Nicknames
{
    private const string Groups = """
        alexander alex al sandy xander sasha alec;alexandra alex sandra sasha lexi;albert al bert bertie;alfred al fred alf alfie;andrew andy drew;andreas andi;anthony antony tony;
        arthur art artie;barbara barb barbie babs;benjamin ben benny benji;bernard bernie;bradley brad;catherine katherine kathryn cathy kathy kate katie kat kay kitty;charles charlie chuck chas;
        christopher chris kit topher;christine christina chris chrissie tina;cynthia cindy;daniel dan danny;david dave davy;deborah debra deb debbie;dennis denny;donald don donnie;dorothy dot dottie;
        douglas doug;edward ed eddie ted teddy ned;edwin ed eddie;elizabeth elisabeth liz lizzie beth betty eliza lisa bess libby;emily em emmy;eugene gene;florence flo;frances fran fanny;francis frank fran;
        franklin frank;frederick fred freddie;gabriel gabe;gabrielle gaby;geoffrey jeffrey jeff geoff;george georgie;gerald gerry jerry;gerard gerry;gregory greg;harold harry hal;henry harry hank hal;
        isabella bella izzy isabel;jacob jake;james jim jimmy jamie;janet jan;jennifer jen jenny;jessica jess jessie;johannes hans johann jo;john jack johnny jon;jonathan jon jonny;joseph joe joey;josephine jo josie;joshua josh;
        judith judy;julia julie;katharina kathi;kenneth ken kenny;kimberly kim;lawrence laurence larry laurie;leonard len lenny leo;leslie les;louis lou louie;louise lou;lucille lucy;margaret maggie meg peggy marge rita greta;
        martin marty;matthew matt matty;maximilian max;michael mike mick mickey micky;michelle shelly;nancy nan;natalie nat;nathaniel nathan nat nate;nicholas nick nicky;nicole nicky;norman norm;oliver ollie;pamela pam;
        patricia pat patty tricia trish;patrick pat paddy;peter pete;philip phillip phil;rachel rae;raymond ray;rebecca becky becca;richard rick dick rich ricky;robert bob rob bobby robbie bert;roberta bobbie;
        roger rodge;ronald ron ronnie;roland rolly;samantha sam;samuel sam sammy;sandra sandy;sebastian seb basti;sharon shari;stanley stan;stefan steffen;stephen steven steve stevie;stephanie steph steffi;stuart stu;
        susan sue suzie susie;suzanne sue suzie;terence terry;theodore ted teddy theo;theresa teresa terry tess;thomas tom tommy;timothy tim timmy;tobias tobi;valerie val;vanessa nessa;veronica ronnie;victor vic;
        victoria vicky tori;vincent vince vinnie;virginia ginny;walter walt wally;william bill will billy willie liam;zachary zach zack;francisco paco pancho;jose pepe;guadalupe lupe;ignacio nacho;giuseppe beppe;luigi gigi
        """;

    /// <summary>Names of one person in each, folded.</summary>
    public static readonly IReadOnlyList<IReadOnlyList<string>> All =
        [.. Groups.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(group => group.Split(' '))];

    private static readonly FrozenDictionary<string, int[]> GroupsOf = All
        .SelectMany((group, number) => group.Select(name => (name, number)))
        .GroupBy(m => m.name, m => m.number).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

    /// <summary>The folded word is a given name of the table.</summary>
    public static bool Has(string name) => GroupsOf.ContainsKey(name);

    public static bool Agree(string x, string y) =>
        GroupsOf.TryGetValue(x, out var ofX) && GroupsOf.TryGetValue(y, out var ofY) && ofX.AsSpan().ContainsAny(ofY);
}
