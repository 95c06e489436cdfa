//! People on the pages: somebody new, somebody put right, archived and back, transferred, and the lists.

use dayek_tests::history::head;
use dayek_tests::journal::{Journal, school};
use dayek_tests::school::{AIGERIM, DAULET, SCHOOL};
use dayek_tests::staff::Who;
use dayek_tests::visitor::Visitor;

async fn full_school() -> (Journal, Visitor) {
    let journal = school().with_staff().with_delivery().open().await;
    journal.caught_up().await;
    let administrator = journal.signed_in(Who::Administrator).await;
    (journal, administrator)
}

async fn shows(visitor: &mut Visitor, page: &str, text: &str) -> bool {
    visitor.get(page).await.is(200).text().contains(text)
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_new_comes_as_a_pupil_by_one_form() {
    let (journal, mut administrator) = full_school().await;
    let class = SCHOOL.class_7b().to_string();
    let mut form = vec![
        ("family_name", "Шыршаева"),
        ("given_name", "Аружан"),
        ("iin", "990101200017"),
        ("coming", "pupil"),
        ("class", class.as_str()),
        ("from", "2026-09-10"),
        ("order_number", "17-қ"),
    ];
    let before = head(journal.pool(), SCHOOL.institution()).await;
    let refused = administrator.form("/people/new", &form).await;
    let text = refused.is(422).text();
    assert!(text.contains("id=\"order_date-error\"") && text.contains("value=\"Шыршаева\""), "{text}");
    assert_eq!(head(journal.pool(), SCHOOL.institution()).await, before);
    form.push(("order_date", "2026-09-09"));
    administrator.form("/people/new", &form).await.is(303);
    journal.caught_up().await;
    assert!(shows(&mut administrator, "/people?role=pupil", "Шыршаева").await);
    let list = format!("/reports/pupils?class={class}");
    assert!(shows(&mut administrator, &list, "№ 17-қ, 09.09.2026").await);
    assert!(shows(&mut administrator, &list, "990101200017").await);

    // The same number again, by somebody else.
    form[0].1 = "Басқа";
    let twice = administrator.form("/people/new", &form).await;
    assert!(twice.is(422).text().contains("id=\"family_name-error\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_leader_puts_the_data_of_the_own_class_right_and_of_no_other() {
    let (journal, _administrator) = full_school().await;
    let mut leader = journal.signed_in(Who::ClassLeader).await;
    let own = format!("/people/{AIGERIM}/edit");
    assert!(shows(&mut leader, &own, "name=\"iin\"").await);
    let form = [("family_name", "Аққайыңова"), ("given_name", "Айгерім"), ("address", "Абай көшесі, 1")];
    leader.form(&own, &form).await.is(303);
    journal.caught_up().await;
    assert!(shows(&mut leader, &format!("/people/{AIGERIM}"), "Абай көшесі, 1").await);
    let other = format!("/people/{}/edit", SCHOOL.pupil(101));
    leader.get(&other).await.is(404);
    leader.form(&other, &form).await.is(404);
    leader.form(&format!("/people/{AIGERIM}/archive"), &[("on", "2026-10-01")]).await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_archived_is_off_the_lists_until_brought_back() {
    let (journal, mut administrator) = full_school().await;
    let page = format!("/people/{DAULET}");
    let refused = administrator.form(&format!("{page}/archive"), &[("on", "2026-10-01")]).await;
    assert!(refused.is(422).text().contains("id=\"archived_on-error\""));
    let withdrawal = format!("/classes/{}/pupils/{DAULET}/withdrawal", SCHOOL.class_7a());
    administrator.form(&withdrawal, &[("on", "2026-09-10")]).await.is(303);
    journal.caught_up().await;
    administrator.form(&format!("{page}/archive"), &[("on", "2026-09-10")]).await.is(303);
    journal.caught_up().await;
    let link = format!("href=\"{page}\"");
    assert!(!shows(&mut administrator, "/people", &link).await);
    assert!(shows(&mut administrator, "/people?archived=yes", &link).await);
    assert!(shows(&mut administrator, &page, &format!("action=\"{page}/return\"")).await);
    assert!(shows(&mut administrator, "/reports/pupils?status=left", "10.09.2026").await);
    administrator.form(&format!("{page}/return"), &[]).await.is(303);
    journal.caught_up().await;
    assert!(shows(&mut administrator, "/people", &link).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pupil_is_transferred_from_the_page_of_the_class() {
    let (journal, mut administrator) = full_school().await;
    let form = format!("/classes/{}/pupils/{AIGERIM}/transfer", SCHOOL.class_7a());
    assert!(shows(&mut administrator, &format!("/classes/{}", SCHOOL.class_7a()), &form).await);
    let class = SCHOOL.class_7b().to_string();
    let no_class = administrator.form(&form, &[("class", ""), ("on", "2026-09-20")]).await;
    assert!(no_class.is(422).text().contains("id=\"transferred_to-error\""));
    administrator.form(&form, &[("class", &class), ("on", "2026-09-20")]).await.is(303);
    journal.caught_up().await;
    let list = format!("/reports/pupils?class={class}");
    assert!(shows(&mut administrator, &list, "Аққайыңова Айгерім").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lists_lead_to_their_files_and_are_for_those_who_may_see_them() {
    let (journal, mut administrator) = full_school().await;
    for (page, file) in [("/reports/pupils", "pupils"), ("/reports/staff", "staff")] {
        let text = administrator.get(page).await.is(200).text();
        assert!(
            text.contains("href=\"/reports/pupils\" aria-current=\"page\""),
            "{page} is among lists: {text}"
        );
        for kind in ["xlsx", "csv"] {
            let (_, link) = text.split_once(&format!("href=\"/api/v1/reports/{file}.{kind}?")).unwrap();
            let (query, _) = link.split_once('"').unwrap();
            let path = format!("/api/v1/reports/{file}.{kind}?{}", query.replace("&#38;", "&"));
            administrator.get(&path).await.is(200);
        }
    }
    let staff = administrator.get("/reports/staff?role=teacher").await.is(200).text();
    assert!(staff.contains("Көкшетеров Гүлнар") && staff.contains("Алгебра"), "{staff}");
    for who in [Who::Director, Who::Teacher, Who::Parent, Who::Pupil] {
        let mut visitor = journal.signed_in(who).await;
        for page in ["/reports/pupils", "/reports/staff", "/people/new", "/people/import"] {
            assert!([403, 404].contains(&visitor.get(page).await.status.as_u16()), "{} {page}", who.name());
        }
    }
}
