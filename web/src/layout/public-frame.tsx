import { Title } from '@mantine/core'
import { IconEye, IconRosetteDiscountCheck, IconServer2 } from '@tabler/icons-react'
import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DemoBanner, ReachBar } from './banners.tsx'
import { Brand } from './brand.tsx'
import { Heading } from './heading.tsx'
import classes from './public-frame.module.css'
import { LanguageSwitch, SchemeSwitch } from './switches.tsx'

/** Around the pages before signing in: beside the form, what the clinic promises. */
export function PublicFrame() {
  const { t } = useTranslation()
  return (
    <div className={classes.page}>
      <DemoBanner />
      <ReachBar />
      <div className={classes.frame}>
        <aside className={classes.promise}>
          <Brand size={36} onDark />
          <div>
            <Title order={2} className={classes.claim}>
              {t('account.promise.title')}
            </Title>
            <ul className={classes.points}>
              <li>
                <IconEye size={24} stroke={1.5} aria-hidden="true" />
                <span>{t('account.promise.looked')}</span>
              </li>
              <li>
                <IconRosetteDiscountCheck size={24} stroke={1.5} aria-hidden="true" />
                <span>{t('account.promise.signed')}</span>
              </li>
              <li>
                <IconServer2 size={24} stroke={1.5} aria-hidden="true" />
                <span>{t('account.promise.sealed')}</span>
              </li>
            </ul>
          </div>
          <Battlements />
        </aside>
        <div className={classes.side}>
          <header className={classes.switches}>
            <span className={classes.mark}>
              <Brand />
            </span>
            <LanguageSwitch />
            <SchemeSwitch />
          </header>
          <main className={classes.content}>
            <Outlet />
          </main>
        </div>
      </div>
    </div>
  )
}

/** The title and first sentence of a page before signing in. */
export function PublicHeading({ title, lead }: { title: string; lead?: string }) {
  return <Heading title={title} lead={lead} className={classes.heading} />
}

function Battlements() {
  return (
    <svg className={classes.battlements} viewBox="0 0 480 96" preserveAspectRatio="xMinYMax slice" aria-hidden="true" focusable="false">
      <path d="M0 96V48h24V24h48v24h48V24h48v24h48V24h48v24h48V24h48v24h48V24h48v24h24v48Z" />
    </svg>
  )
}
